package net.headscale.journal.postgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test class the PostgreSQL that it asks for in its constructor: one for all of its tests, which ends after
/// them. A test that asks for one has it to itself, unless its class has one.
public final class PostgresExtension implements ParameterResolver {
    private static final Namespace OURS = Namespace.create(PostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestPostgres.class;
    }

    /// The store closes what it holds at the end of the class or test that `context` is about.
    @Override
    public TestPostgres resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS)
                .computeIfAbsent(TestPostgres.class, _ -> TestPostgres.start(), TestPostgres.class);
    }
}
