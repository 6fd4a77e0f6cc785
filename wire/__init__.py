"""What is sent: messages, topics, seal, signature, hash chain, waits between tries. No I/O."""
