/// Feeds parsers with bytes that nobody sends, to find out whether they keep their promises.
///
/// - Start reading at [net.headscale.wire.fuzz.Fuzz#of]; targets are the `…FuzzTest` classes of the other packages.
/// - Why this and not a coverage-guided fuzzer: decision 0011.
package net.headscale.wire.fuzz;
