"""What is sent: messages, topics, seal, signature and hash chain. No I/O."""
