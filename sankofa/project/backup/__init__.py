"""Backup and restore: a sealed copy of all that a deployment knows, made while it runs, and the way back.

What is copied is sealed to a backup key, whose private half is kept apart: neither the server nor the copies can be
read with what lies on the server.  The key ring is in no backup.  See docs/adr/0025.
"""
