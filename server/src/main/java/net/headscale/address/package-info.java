/// Which addresses a node may have, and which is the next free one.
///
/// Pure: who has which address is asked through a predicate.
///
/// - Start reading at [net.headscale.address.AddressBlock].
/// - Words: *block*, a prefix that nodes get addresses from; *reserved*, within the block but never given.
@NullMarked
package net.headscale.address;

import org.jspecify.annotations.NullMarked;
