@NullMarked
package uz.fiskaldesk.scan.look;

import org.jspecify.annotations.NullMarked;
