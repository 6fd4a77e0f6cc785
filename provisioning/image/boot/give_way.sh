#!/bin/sh
# A version on trial that nobody judges: its updater does not even run. The version before comes
# back. Nothing of the version's own programs is needed for it.
set -eu
PATH=/usr/lib/quay:$PATH
# Whoever judges it right now decides, and waits for the end of a sale.
[ "$(systemctl show --value --property=ActiveState quay-update.service)" != activating ] || exit 0
[ "$(boot-backend on-trial)" = yes ] || exit 0
echo "nobody judges this version: the one before comes back"
boot-backend give-way
systemctl --no-block reboot
