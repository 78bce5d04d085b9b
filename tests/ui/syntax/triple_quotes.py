x = 1
y = """never  #~ MPF0107: unterminated triple-quoted string literal (detected at line 3)
closed
