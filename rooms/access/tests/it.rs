//! Posts and accounts through their front door.
