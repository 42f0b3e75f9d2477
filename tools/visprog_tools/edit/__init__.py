"""The editing tools: each takes a picture and regions, and returns a picture.

Every region given is used, by its mask where it has one. Edges are soft, and that nothing outside
the edited area changed is checked in every call (note ``outside_unchanged``).
"""
