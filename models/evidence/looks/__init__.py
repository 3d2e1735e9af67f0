"""What a picture's text and its colours tell together, where no accessibility tree does: menus, messages, headings."""
