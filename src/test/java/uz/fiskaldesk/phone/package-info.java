@NullMarked
package uz.fiskaldesk.phone;

import org.jspecify.annotations.NullMarked;
