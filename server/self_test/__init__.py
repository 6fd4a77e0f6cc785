"""The server looks itself over: what is wrong, and what to do. Nothing is written on the way."""
