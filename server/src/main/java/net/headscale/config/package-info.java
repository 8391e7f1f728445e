/// Decides what the operator's words mean: one reader for the keys of today and of 2021, from a file and the
/// environment.
///
/// Reads files, and nothing else: opens no database, makes no folder, starts nothing. Every problem of a
/// configuration is found in one go and says where it is and what to do.
///
/// - Start reading at [net.headscale.config.Config], then [net.headscale.config.ConfigReader].
/// - All keys stand in [net.headscale.config.key.Keys], with what became of those that are not served or no longer
/// exist.
@NullMarked
package net.headscale.config;

import org.jspecify.annotations.NullMarked;
