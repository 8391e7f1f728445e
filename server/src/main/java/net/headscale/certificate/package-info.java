/// Decides what the server shows to prove who it is: certificates from files, from an authority that issues them by
/// itself (ACME), and those that it makes for itself.
///
/// - Start reading at [net.headscale.certificate.OwnCertificate] and [net.headscale.certificate.AcmeCertificates].
/// - Words: *pin*, the fingerprint by which clients know a certificate that nobody vouches for.
@NullMarked
package net.headscale.certificate;

import org.jspecify.annotations.NullMarked;
