"""From the ledger to paper: what each print job and each list says."""
