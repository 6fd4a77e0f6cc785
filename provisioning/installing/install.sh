#!/bin/sh
# Begins the installation on a fresh Debian machine (12 or 13), as root, from this folder:
#
#   ./install /media/office --province 33 --name quay.example.vn --password-file /media/office/password
#
# Python comes from Debian, everything else from the wheels beside this file; nothing else is asked
# for over the network. The installation itself is `python -m provisioning server`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || { echo "install: run this as root" >&2; exit 1; }

if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
fi

tools=/opt/quay/installer
python3 -m venv --clear "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
    --no-index --find-links "$here/wheels" quay
case "${1:-}" in
    upgrade) shift; exec "$tools/bin/python" -m provisioning server upgrade --release "$here" "$@" ;;
    *) exec "$tools/bin/python" -m provisioning server --release "$here" "$@" ;;
esac
