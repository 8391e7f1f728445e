/// Decides what the server shows to prove who it is: certificates from files, and those that it makes for itself.
///
/// - Start reading at [net.headscale.certificate.OwnCertificate].
/// - Words: *pin*, the fingerprint by which clients know a certificate that nobody vouches for.
@NullMarked
package net.headscale.certificate;

import org.jspecify.annotations.NullMarked;
