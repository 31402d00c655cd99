"""After the meeting (会后有结果, 落实有回音): conclusions, dissent, who does what until when."""
