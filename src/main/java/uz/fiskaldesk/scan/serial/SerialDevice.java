package uz.fiskaldesk.scan.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port.
 *
 * @param path such as {@code COM3} or {@code /dev/ttyACM0}
 * @param name a description of the connected device
 */
public record SerialDevice(String path, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(SerialDevice.class);

    /**
     * The ports of this computer, without pseudo terminals; empty where the native library cannot be used. Blocks for up to
     * some hundred milliseconds.
     */
    public static List<SerialDevice> all() {
        try {
            return Arrays.stream(SerialPort.getCommPorts())
                    .map(port -> new SerialDevice(port.getSystemPortPath(), port.getDescriptivePortName()))
                    .sorted(Comparator.comparing(SerialDevice::path))
                    .toList();
        } catch (LinkageError e) {
            LOG.info("serial ports cannot be used on this computer", e);
            return List.of();
        }
    }
}
