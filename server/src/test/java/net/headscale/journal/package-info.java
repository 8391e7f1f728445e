@NullMarked
package net.headscale.journal;

import org.jspecify.annotations.NullMarked;
