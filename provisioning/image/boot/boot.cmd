# Chooses the slot to start and starts it. The same file on a Raspberry Pi and in the emulator.
#
# Partition 2 holds two copies of an environment with a CRC (docs/adr/0023). The choice is counted
# down before it is tried, so that a slot that never gets anywhere runs out of attempts by itself.
# The copy that was not read is written first: at every moment one of them is whole.
# This shell counts in hexadecimal (setexpr, sizes, blocks) and knows no functions.

if test "${devtype}" = "virtio"; then
  setenv base 4
  setenv console "console=tty3 console=ttyAMA0"
else
  setenv base 0
  setenv console "console=tty3"
fi
setenv copy1 ${base}2000000
setenv copy2 ${base}2001000
setenv kernel ${base}4000000
setenv tree ${base}a000000
setenv ramdisk ${base}a200000
setenv names "BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT BOOT_A_GOOD BOOT_B_GOOD"

${devtype} dev ${devnum}
part start ${devtype} ${devnum} 2 state1
setexpr state2 ${state1} + 8

setenv BOOT_ORDER "A B"
setenv BOOT_A_LEFT 3
setenv BOOT_B_LEFT 3
setenv BOOT_A_GOOD 0
setenv BOOT_B_GOOD 0
setenv whole 0
if ${devtype} read ${copy1} ${state1} 10; then
  if env import -c ${copy1} 1000 ${names}; then
    setenv whole 1
  elif env import -c ${copy2} 1000 ${names}; then
    setenv whole 2
  fi
fi
echo "quay: state from copy ${whole}: ${BOOT_ORDER} A=${BOOT_A_LEFT} B=${BOOT_B_LEFT}"

setenv slot
for one in ${BOOT_ORDER}; do
  if test -z "${slot}"; then
    if test "${one}" = "A"; then
      if test ${BOOT_A_LEFT} -gt 0; then
        setenv slot A
        setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
      fi
    else
      if test ${BOOT_B_LEFT} -gt 0; then
        setenv slot B
        setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
      fi
    fi
  fi
done

# Nothing left to try: what a person can do is to switch it on again, and that is what this does.
if test -z "${slot}"; then
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
fi

setenv save "env export -c -s 1000 ${copy1} ${names}"
if test "${whole}" = "1"; then
  setenv write "${devtype} write ${copy1} ${state2} 8; ${devtype} write ${copy1} ${state1} 8"
else
  setenv write "${devtype} write ${copy1} ${state1} 8; ${devtype} write ${copy1} ${state2} 8"
fi
run save
run write

if test "${slot}" = "A"; then
  setenv boot 3
  setenv root 5
else
  setenv boot 6
  setenv root 7
fi

setenv bootargs "quay.slot=${slot} rauc.slot=${slot} quay.root=${root} quay.disk=${devtype} ro quiet loglevel=3 panic=10 ${console} vt.global_cursor_default=0 consoleblank=0"
if test -n "${slot}"; then
  echo "quay: starting ${slot}"
  if load ${devtype} ${devnum}:${boot} ${kernel} Image; then
    if load ${devtype} ${devnum}:${boot} ${ramdisk} initrd.gz; then
      setenv ramdisk ${ramdisk}:${filesize}
      if test -n "${fdtfile}" && load ${devtype} ${devnum}:${boot} ${tree} dtb/${fdtfile}; then
        booti ${kernel} ${ramdisk} ${tree}
      else
        booti ${kernel} ${ramdisk} ${fdt_addr}
      fi
    fi
  fi
  # It could not even be loaded: no further attempts are worth their seconds.
  echo "quay: ${slot} does not load"
  setenv BOOT_${slot}_LEFT 0
  setenv BOOT_${slot}_GOOD 0
  run save
  run write
fi
reset
