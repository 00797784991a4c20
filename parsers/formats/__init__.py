"""One module a wire format, each with one public `parse(snapshot, source)`. The registry finds them by file name."""
