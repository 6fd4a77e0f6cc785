"""The technician's steps, from a sheet of labels to the first sale, each with its seconds."""
