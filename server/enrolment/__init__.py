"""How terminals come into the province: codes on labels, decided once; renewal of certificates."""
