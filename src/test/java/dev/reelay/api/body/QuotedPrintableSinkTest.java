package dev.reelay.api.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.reelay.api.body.Pieces.Collector;

class QuotedPrintableSinkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "plain | plain", "a=20dog | a dog", "=E7=8C=AB | 猫", "=e7=8c=ab | 猫", "a=~~b | ab",
            "a=~b | ab", "a=zz= | a=zz=", "=3D | =", "==3D= | ===", "a=3 | a=3", "=a=20b | =a b", "a=!~b | ab", "a=!b | a=!b",
            "= | =",
            "'' | ''" })
    void eachSplitIsDecodedAlike(String text, String expected) {
        String body = text.replace("~~", "\r\n").replace('~', '\n').replace('!', '\r');
        Pieces.all(body.getBytes(UTF_8)).forEach(pieces -> {
            Collector decoded = new Collector();
            QuotedPrintableSink sink = new QuotedPrintableSink(decoded);
            pieces.forEach(piece -> sink.write(piece, 0, piece.length));
            sink.end();

            assertThat(new String(decoded.bytes(), UTF_8)).isEqualTo(expected.replace('~', '\n').replace('!', '\r'));
            assertThat(decoded.hasEnded()).isTrue();
        });
    }
}
