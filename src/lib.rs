//! Guildhall
