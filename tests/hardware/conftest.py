from hypothesis import settings

# How long an example takes is the machine's affair: it is shared.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
