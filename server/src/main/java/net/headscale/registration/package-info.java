/// Lets nodes in: with a pre-auth key, or when a person says so; and tells them at every restart whether they
/// still are.
///
/// - Start reading at [net.headscale.registration.Registrar], then [net.headscale.registration.Admissions].
/// - Words: *pending login*, a node that waits for a person; *auth id*, the secret in the URL that the person
///   opens; *admission*, how a node comes in: as a new one, or as the one that it was.
/// - A node is known by its machine key and owner: another login of the same owner on the same machine keeps
///   id, name and addresses.
@NullMarked
package net.headscale.registration;

import org.jspecify.annotations.NullMarked;
