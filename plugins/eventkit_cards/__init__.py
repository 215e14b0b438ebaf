"""Cards: vCards in and out, and QR codes made and read."""
