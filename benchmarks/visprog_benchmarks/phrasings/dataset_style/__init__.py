"""Questions and statements in the style of GQA and NLVR2."""
