package net.headscale.interop;

import java.nio.file.Path;
import net.headscale.interop.rig.TestNetwork;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Opens a network for each scenario, closes it afterwards, and keeps what its programs wrote if the scenario failed.
final class ScenarioExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace OURS = Namespace.create(ScenarioExtension.class);
    private static final Path KEPT_LOGS = Path.of("target", "scenario-logs");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext scenario) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestNetwork.class || type == Testbed.class;
    }

    /// The store closes what it holds when the scenario ends.
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext scenario) {
        TestNetwork network = scenario.getStore(OURS)
                .computeIfAbsent(TestNetwork.class, type -> TestNetwork.open(), TestNetwork.class);
        return parameter.getParameter().getType() == Testbed.class ? Testbed.start(network) : network;
    }

    @Override
    public void afterTestExecution(ExtensionContext scenario) {
        TestNetwork network = scenario.getStore(OURS).get(TestNetwork.class, TestNetwork.class);
        if (network != null && scenario.getExecutionException().isPresent()) {
            Path folder = KEPT_LOGS.resolve(scenario.getRequiredTestClass().getSimpleName() + "."
                    + scenario.getRequiredTestMethod().getName());
            network.copyLogs(folder);
            System.err.println("what the programs wrote: " + folder.toAbsolutePath());
        }
    }
}
