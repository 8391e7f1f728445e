package net.headscale.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks a class of scenarios with real clients: it needs root, and is left out of a plain `mvn test`.
///
/// A scenario asks for a [net.headscale.interop.rig.TestNetwork] or a [Testbed] as a parameter, and gets its own.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop")
@ExtendWith(ScenarioExtension.class)
@interface Scenario {}
