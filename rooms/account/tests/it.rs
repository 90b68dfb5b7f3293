//! Accounts through their front door: the door itself, passwords, sessions, tokens.
