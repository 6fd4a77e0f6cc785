"""The signer: alone with the issuing key, it certifies what the enrolment door hands in."""
