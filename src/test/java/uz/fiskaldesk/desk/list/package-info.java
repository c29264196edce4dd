@NullMarked
package uz.fiskaldesk.desk.list;

import org.jspecify.annotations.NullMarked;
