"""What figures are drawn with, and what several of them measure."""
