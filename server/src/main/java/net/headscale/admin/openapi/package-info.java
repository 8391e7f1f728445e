/// Says what a REST API is, as an OpenAPI 3.1 document: operations, their parameters, and the shapes of JSON.
///
/// Knows no operation itself: `admin` describes each one beside the code that answers it, and routes and document come
/// from that one description.
///
/// - Start reading at [net.headscale.admin.openapi.Operation], then [net.headscale.admin.openapi.Document].
/// - Words: *operation*, a method of a path; *schema*, the shape of a piece of JSON.
@NullMarked
package net.headscale.admin.openapi;

import org.jspecify.annotations.NullMarked;
