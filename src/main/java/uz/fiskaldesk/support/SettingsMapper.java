package uz.fiskaldesk.support;

import java.time.Duration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Parses JSON strictly and writes {@link Settings} as JSON. */
final class SettingsMapper {
    private SettingsMapper() {}

    static JsonMapper create() {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .addModule(new SimpleModule().addSerializer(Duration.class, new SecondsWriter()))
                .build();
    }

    private static final class SecondsWriter extends StdScalarSerializer<Duration> {
        SecondsWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializationContext context) {
            if (duration.toMillisPart() == 0) {
                json.writeNumber(duration.toSeconds());
            } else {
                json.writeNumber(duration.toMillis() / 1000.0);
            }
        }
    }
}
