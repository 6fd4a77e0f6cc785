"""The Kivy process: shows a state, sends events, decides nothing."""
