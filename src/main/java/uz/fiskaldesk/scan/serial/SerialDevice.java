package uz.fiskaldesk.scan.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port as the system shows it.
 *
 * @param path such as {@code COM3} or {@code /dev/ttyACM0}
 * @param name what the system knows about what is on it
 */
public record SerialDevice(String path, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(SerialDevice.class);

    /**
     * The ports of this computer; may take a moment. None where the native library does not run; those of pseudo
     * terminals are not among them.
     */
    public static List<SerialDevice> all() {
        try {
            return Arrays.stream(SerialPort.getCommPorts())
                    .map(port -> new SerialDevice(port.getSystemPortPath(), port.getDescriptivePortName()))
                    .sorted(Comparator.comparing(SerialDevice::path))
                    .toList();
        } catch (LinkageError e) {
            LOG.info("serial ports cannot be used here", e);
            return List.of();
        }
    }
}
