"""The register of ideas (议题编号): one number from the first slip of paper to the project."""
