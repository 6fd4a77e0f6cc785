#!/bin/sh
# Gives the data partition the rest of the card. Does nothing where nothing is left; a power cut in
# between leaves the partition as it was or as it will be, and the next start goes on.
set -eu
disk=$(cat /run/quay-boot/disk)
data=$(readlink /run/disk/data)
number=${data##*[!0-9]}
name=${data##*/}
whole=$(cat "/sys/block/$disk/size")
start=$(cat "/sys/block/$disk/$name/start")
size=$(cat "/sys/block/$disk/$name/size")

# In sectors of 512 bytes; less than 64 MiB is not worth a change of the partition table.
if [ $((start + size + 131072)) -lt "$whole" ]; then
  # The extended partition first: the logical one lies in it.
  for one in 4 "$number"; do
    echo ', +' | sfdisk --quiet --no-reread --no-tell-kernel -N "$one" "/dev/$disk"
  done
  partx --update --nr "$number" "/dev/$disk"
fi
exec resize2fs "$data"
