"""Tables that people download as workbooks: the figures behind the screens, the problems of an import."""
