"""One file for each screen: a view goes in, a drawing comes out."""
