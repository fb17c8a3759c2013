"""Small Vue components: native controls, inline SVG charts and native tables."""
