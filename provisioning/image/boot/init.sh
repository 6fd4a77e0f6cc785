#!/bin/busybox sh
# The first program after the kernel: finds the card's slot and hands over to the system in it.
# Whatever fails here ends in a restart; the boot script counts, and the other slot has its turn.
export PATH=/bin
mount -t devtmpfs dev /dev
mount -t proc -o nosuid,nodev,noexec proc /proc
mount -t sysfs -o nosuid,nodev,noexec sys /sys
mount -t tmpfs -o nosuid,nodev,mode=0755,size=20% run /run

say() { echo "<4>quay-initrd: $*" >/dev/kmsg; }
give_up() { say "$*"; sleep 3; reboot -f; }
told() { sed -n "s/.*\\bquay\\.$1=\\([A-Za-z0-9]*\\).*/\\1/p" /proc/cmdline; }

slot=$(told slot) number=$(told root) kind=$(told disk)
for file in $(cat /modules/order); do insmod "/modules/$file" 2>/dev/null; done

# The card that was started from, by its kind: a second card in a reader never takes its place.
case "$kind" in mmc) glob='mmcblk?';; usb) glob='sd?';; *) glob='vd?';; esac
disk=
for try in $(seq 600); do
  for found in /sys/block/$glob; do
    name=${found##*/}
    case "$name" in mmc*) part=${name}p;; *) part=$name;; esac
    if [ -z "$disk" ] && [ -b "/dev/${part}8" ] && [ -b "/dev/${part}2" ]; then disk=$name; fi
  done
  [ -n "$disk" ] && break
  sleep 0.1
done
[ -n "$disk" ] || give_up "no card with our partitions"
case "$disk" in mmc*) part=${disk}p;; *) part=$disk;; esac

mount -t squashfs -o ro "/dev/$part$number" /root || give_up "the system of slot $slot cannot be read"
[ -x /root/sbin/init ] || [ -L /root/sbin/init ] || give_up "slot $slot holds no system"

# Names that say what a partition is for; made here because only here it is known which card it is.
mkdir -p /run/disk /run/quay-boot
while read -r name of; do
  ln -s "/dev/$part$of" "/run/disk/$name"
done <<END
firmware 1
bootstate 2
bootA 3
rootA 5
bootB 6
rootB 7
data 8
END
echo "$disk" >/run/quay-boot/disk
echo "$slot" >/run/quay-boot/slot

# The journal replays by itself; e2fsck -p puts right what needs nobody's judgement, and -y the rest:
# nobody stands at a counter to answer. It is the system's own, for this archive has none.
data=/dev/${part}8
mount -o bind /dev /root/dev
chroot /root /sbin/e2fsck -p "$data" >/run/quay-boot/e2fsck 2>&1
found=$?
if [ "$found" -ge 4 ]; then
  say "the data partition is repaired, e2fsck said $found"
  chroot /root /sbin/e2fsck -y "$data" >>/run/quay-boot/e2fsck 2>&1
fi
umount /root/dev
mount -t ext4 -o noatime,nodev,nosuid,noexec,errors=remount-ro "$data" /root/data ||
  say "the data partition cannot be mounted"

for folder in dev proc sys run; do mount -o move "/$folder" "/root/$folder"; done
exec switch_root /root /sbin/init
