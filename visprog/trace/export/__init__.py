"""A run in the forms of others: a page, spans, a timeline, boxes, lines."""
