/// Holds the sources to the rules that no compiler knows: who imports whom, what is pure, what things are called.
///
/// - Start reading at `architecture.txt` in the test resources, then `ArchitectureTest`.
@NullMarked
package net.headscale;

import org.jspecify.annotations.NullMarked;
