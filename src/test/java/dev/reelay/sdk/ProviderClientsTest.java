package dev.reelay.sdk;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.reelay.upstream.provider.FakeArk;
import dev.reelay.upstream.provider.FakeAzure;
import dev.reelay.upstream.provider.FakeFal;
import dev.reelay.upstream.provider.FakeGemini;
import dev.reelay.upstream.provider.FakeOpenRouter;
import dev.reelay.upstream.provider.FakeProvider;
import dev.reelay.upstream.provider.FakeReplicate;
import dev.reelay.upstream.provider.FakeRunway;
import dev.reelay.upstream.provider.FakeXai;

/** Lets the providers' own clients judge our fakes of them. */
class ProviderClientsTest {
    @Test
    void falsClientUnderstandsTheFake() throws Exception {
        judge("@fal-ai/client", "fal.mjs", new FakeFal());
    }

    @Test
    void openAisClientUnderstandsTheFakeOfAzure() throws Exception {
        judge("openai", "azure.mjs", new FakeAzure());
    }

    @Test
    void vercelsClientUnderstandsTheFakeOfArk() throws Exception {
        judge("@ai-sdk/bytedance", "ark.mjs", new FakeArk());
    }

    @Test
    void openRoutersClientUnderstandsTheFake() throws Exception {
        judge("@openrouter/sdk", "openrouter.mjs", new FakeOpenRouter());
    }

    @Test
    void runwaysClientUnderstandsTheFake() throws Exception {
        judge("@runwayml/sdk", "runway.mjs", new FakeRunway());
    }

    @Test
    void vercelsClientUnderstandsTheFakeOfXai() throws Exception {
        judge("@ai-sdk/xai", "xai.mjs", new FakeXai());
    }

    @Test
    void replicatesClientUnderstandsTheFake() throws Exception {
        judge("replicate", "replicate.mjs", new FakeReplicate());
    }

    @Test
    void googlesClientUnderstandsTheFakeOfGemini() throws Exception {
        judge("@google/genai", "gemini.mjs", new FakeGemini());
    }

    private static void judge(String library, String script, FakeProvider fake) throws Exception {
        try (fake) {
            NodeClient.run(library, script, Map.of(), fake.url().toString(), FakeProvider.KEY);
        }
    }
}
