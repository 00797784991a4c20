"""Outside text in, our types out. Parsers read; they never judge, merge or store."""
